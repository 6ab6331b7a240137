namespace Zhkh.Pbx.Queues;

/// <summary>A line: who goes first and how long one waits.</summary>
/// <param name="Priority">The higher goes first, whatever the order of arrival.</param>
/// <param name="Patience">
/// From the call's arrival. The law gives five minutes (ПП РФ 416 п. 13); fifteen seconds of them are left to say that
/// we will call back.
/// </param>
public sealed record WaitingLine(string Name, int Priority, TimeSpan Patience)
{
    private static readonly TimeSpan LegalPatience = TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(15);

    /// <summary>The line of the public number.</summary>
    public static WaitingLine Dispatchers { get; } = new("dispatchers", 0, LegalPatience);

    /// <summary>112: before everybody else.</summary>
    public static WaitingLine Emergency { get; } = new("emergency", 10, LegalPatience);
}
