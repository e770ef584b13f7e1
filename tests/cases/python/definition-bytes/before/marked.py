first = 1
second = "﻿"
