namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Port: who is calling and what they owe. Answered by Web from Billing. The flow gives each question one second
/// (a linked token with a deadline); late or failed means "say so and connect to a person".
/// </summary>
public interface ISubscriberDesk
{
    /// <summary>All accounts on record for a phone, in the order of their numbers; empty when unknown.</summary>
    Task<IReadOnlyList<Subscriber>> ByPhoneAsync(string phone, CancellationToken cancel);

    /// <summary>One account by its number, or null.</summary>
    Task<Subscriber?> ByAccountAsync(string accountNumber, CancellationToken cancel);

    /// <summary>The house of an account, for announcements to houses; null when it is not known.</summary>
    Task<Guid?> HouseAsync(string accountNumber, CancellationToken cancel) => Task.FromResult<Guid?>(null);
}
