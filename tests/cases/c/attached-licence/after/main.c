// SPDX-License-Identifier: MIT
// Copyright 2020 A. Maintainer
// The one that stays.
static int kept;
