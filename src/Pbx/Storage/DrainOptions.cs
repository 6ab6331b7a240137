namespace Zhkh.Pbx.Storage;

/// <summary>Pace of the drain.</summary>
public sealed class DrainOptions
{
    /// <summary>One commit (one fsync of the database) for many calls keeps up with 150 calls a second.</summary>
    public int CallsPerTransactionMax { get; set; } = 100;

    /// <summary>Changes of a call that follow one another closely become one write.</summary>
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// PostgreSQL is back two to four seconds after a crash (RELIABILITY §0.7): begin fast, then slow down.
    /// </summary>
    public TimeSpan RetryMin { get; set; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan RetryMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A database that hangs must not hold the drain for Npgsql's half a minute.</summary>
    public int TimeoutSeconds { get; set; } = 10;
}
