using DatadogOps.Help;

return HelpBuild.Run(args, Console.Out, Console.Error);
