namespace Zhkh.Web.Storage;

/// <summary>Whose connection it is: a slow report must never hold the connection a caller's question needs.</summary>
internal enum DatabasePool
{
    /// <summary>Questions of the robot while somebody listens.</summary>
    Calls,

    /// <summary>Requests of signed-in people, under row-level security.</summary>
    Web,

    /// <summary>The relay, the clocks, the drain of the journal.</summary>
    Jobs,

    /// <summary>Who is signed in: sessions and operators.</summary>
    Access,
}
