namespace Zhkh.Dispatch;

/// <summary>The table of a message's life; null = refused.</summary>
public static class MessageLifecycle
{
    public static MessageStatus? Next(MessageStatus status, MessageMove move) => status switch
    {
        MessageStatus.Due => move switch
        {
            MessageMove.DuePassed => MessageStatus.Breached,
            MessageMove.Review => MessageStatus.Reviewed,
            _ => null,
        },
        MessageStatus.Breached => move == MessageMove.Review ? MessageStatus.Reviewed : null,
        MessageStatus.Reviewed => null,
    };
}
