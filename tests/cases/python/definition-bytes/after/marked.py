second = "﻿"
