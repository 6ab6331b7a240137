namespace Zhkh.Web.Cli;

/// <summary>A command of <c>./zhkh</c>.</summary>
internal interface ICommand
{
    /// <summary>The first word.</summary>
    string Name { get; }

    /// <summary>One or more lines of usage.</summary>
    string Help { get; }

    /// <summary>Does it and returns the exit code.</summary>
    Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel);
}
