namespace Zhkh.Dispatch;

/// <summary>Where a message stands.</summary>
public enum MessageStatus
{
    /// <summary>Somebody has to listen to it.</summary>
    Due,

    /// <summary>Ten minutes passed; still to be listened to, and it stays on record.</summary>
    Breached,

    /// <summary>A person has listened to it and said so.</summary>
    Reviewed,
}

/// <summary>What can happen to a message.</summary>
public enum MessageMove
{
    DuePassed,
    Review,
}
