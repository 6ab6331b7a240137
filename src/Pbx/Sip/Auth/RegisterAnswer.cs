namespace Zhkh.Pbx.Sip;

/// <summary>What a registrar answers.</summary>
/// <param name="Status">200, or why not.</param>
/// <param name="Fields">Contact with its seconds, Path, Min-Expires.</param>
/// <param name="Life">How long the user is registered now; zero when it is not.</param>
public sealed record RegisterAnswer(
    int Status, IReadOnlyList<(HeaderName Name, string Value)> Fields, TimeSpan Life = default)
{
    public static RegisterAnswer Refused(int status) => new(status, []);
}
