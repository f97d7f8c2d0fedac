using NetPath.Fuzz;

// "fuzz" runs the fuzzer; anything else is for xunit, which starts this program to run the tests in it.
return args is ["fuzz", ..]
    ? FuzzCommand.Run(args[1..])
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
