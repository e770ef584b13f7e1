package org.example;

import static java.lang.Math.max;
import java.io.*;
import java.util.List; // not used
import java.util.Map;

class Main {}
