namespace Zhkh.Dispatch;

/// <summary>Which tickets a list shows; null = no matter.</summary>
/// <param name="After">Id of the last one shown.</param>
public sealed record TicketFilter(
    Guid? After = null, int Limit = 50, bool? Open = null, TicketStatus? Status = null, string? Phone = null,
    string? AccountNumber = null, string? OpenedLogin = null)
{
    public const int LimitMax = 200;
}
