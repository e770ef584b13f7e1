import first
import last