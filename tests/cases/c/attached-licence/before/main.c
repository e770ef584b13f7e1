// SPDX-License-Identifier: MIT
// Copyright 2020 A. Maintainer
static int old;
// The one that stays.
static int kept;
