namespace Zhkh.Web.Hosting;

/// <summary>The host cannot start for a reason a person can mend; the message is the one line they get.</summary>
internal sealed class StartRefusedException(string message, bool usage = false) : Exception(message)
{
    /// <summary>A wrong flag: exit code 2 instead of 1.</summary>
    public bool Usage { get; } = usage;
}
