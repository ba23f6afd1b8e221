"""Article → bytes, one module or package a format; `registry.WRITERS` names them all."""
