package org.example;

import java.io.*;
import java.util.Map;

class Main {}
