namespace Zhkh.Pbx.Calls;

/// <summary>
/// What a flow, a waiting line or the dialer holds of a call. The flow is the call: when it returns, the call is hung
/// up. A caller who hangs up cancels <see cref="HangUp"/>, and the awaiting line throws
/// <see cref="OperationCanceledException"/>; a flow never catches that, it may use <c>finally</c>.
/// </summary>
public interface ICall
{
    /// <summary>Version 7 GUID: the key of the journal, the call row, the recording.</summary>
    Guid Id { get; }

    /// <summary>E.164 with the plus, or null when the caller withheld it.</summary>
    string? CallerNumber { get; }

    /// <summary>True only when a trunk peer vouched for the number (RFC 3325): a key to the balance.</summary>
    bool CallerIsAsserted { get; }

    /// <summary>User part of the Request-URI: 100, 112.</summary>
    string DialledNumber { get; }

    /// <summary>When the INVITE came. Both legal clocks of a missed call start here (ПП РФ 416 п. 13).</summary>
    DateTimeOffset ArrivedAt { get; }

    /// <summary>Cancelled when the conversation is over, whoever ended it.</summary>
    CancellationToken HangUp { get; }

    /// <summary>What the flow learned: it goes to the journal, the screens and the call's row.</summary>
    CallContext Context { get; }

    /// <summary>Sends 200 OK and opens the media. Safe to call again.</summary>
    Task AnswerAsync();

    /// <summary>
    /// Plays prompts to the end. A key pressed meanwhile stops them at once and waits for the next
    /// <see cref="ReadDigitsAsync"/>. Returns true when everything was heard.
    /// </summary>
    Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts);

    /// <summary>Asks and returns the keys pressed, without the terminating <c>#</c>.</summary>
    Task<Digits> ReadDigitsAsync(Ask ask);

    /// <summary>Ends the call from our side.</summary>
    Task HangUpAsync();

    /// <summary>Marks a service fully done by the robot (balance heard, reading stored).</summary>
    void MarkServed(string service);
}
