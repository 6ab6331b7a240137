namespace Zhkh.Web.Cli;

/// <summary>One line of the doctor.</summary>
/// <param name="Fix">What to do about it; null when all is well.</param>
internal sealed record Finding(string Subject, string State, string? Fix = null)
{
    public bool IsWell => Fix is null;
}
