using Microsoft.Extensions.Options;

namespace Zhkh.Web.Access;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    internal sealed record Welcome(SessionToken Token, Operator Person) : SignInOutcome;

    /// <summary>Unknown, disabled or a wrong password: deliberately one and the same.</summary>
    internal sealed record Refused : SignInOutcome;

    internal sealed record TooMany(TimeSpan RetryAfter) : SignInOutcome;
}

/// <summary>Judges a login and a password.</summary>
internal sealed class SignIn(
    Operators operators, Sessions sessions, SignInLimiter limiter, IOptions<WebOptions> options) : IDisposable
{
    // A password costs a core about a tenth of a second, and the other core speaks to callers: one at a time.
    private const int WaitingMax = 20;
    private const int PasswordLengthMax = 256;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _oneHash = new(1);
    private int _waiting;

    public async Task<SignInOutcome> TryAsync(
        string login, string password, string address, string agent, CancellationToken cancel)
    {
        login = login.Trim().ToLowerInvariant();
        if (login.Length is 0 or > 64 || password.Length is 0 or > PasswordLengthMax)
        {
            return new SignInOutcome.Refused();
        }

        if (limiter.Enter(login, address) is { } retryAfter)
        {
            return new SignInOutcome.TooMany(retryAfter);
        }

        var person = await operators.FindAsync(login, cancel);
        if (await MatchesAsync(person?.PasswordHash ?? PasswordHash.Unknown, password, cancel) is not { } matches)
        {
            return new SignInOutcome.TooMany(Busy);
        }

        if (!matches || person is null or { Disabled: true } || (person.IsDemo && !options.Value.Demo))
        {
            return new SignInOutcome.Refused();
        }

        limiter.Forgive(login, address);
        var token = SessionToken.Create();
        await sessions.StartAsync(token, person.Id, address, agent, cancel);
        return new SignInOutcome.Welcome(token, person);
    }

    public void Dispose() => _oneHash.Dispose();

    private async Task<bool?> MatchesAsync(string hash, string password, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _oneHash.WaitAsync(cancel);
            try
            {
                return await Task.Run(() => PasswordHash.Matches(hash, password), cancel);
            }
            finally
            {
                _oneHash.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
