// Memory on the stack is written before it is read: clearing it first would take as long as some of the transforms.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
