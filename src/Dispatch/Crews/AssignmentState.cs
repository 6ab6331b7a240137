namespace Zhkh.Dispatch;

/// <summary>Where an order to a crew stands.</summary>
public enum AssignmentState
{
    /// <summary>Told, not answered yet: the ladder climbs.</summary>
    Ordered,
    Accepted,
    OnTheWay,
    OnSite,
    Localised,
    Done,
    Declined,

    /// <summary>Given to another crew, or not needed any more.</summary>
    Withdrawn,
}

/// <summary>What a crew, or a dispatcher for it, says about an order.</summary>
public enum AssignmentMove
{
    Accept,
    Decline,
    OnTheWay,
    OnSite,
    Localise,
    Done,

    /// <summary>It takes longer; the state stays.</summary>
    NeedTime,

    /// <summary>Words; the state stays.</summary>
    Comment,

    /// <summary>Never a crew's: another crew was chosen, or the ticket was taken back.</summary>
    Withdraw,
}

/// <summary>By which road a step was made.</summary>
public enum StepChannel
{
    /// <summary>The page behind the one-time link.</summary>
    Link,

    /// <summary>Our SMS and what became of it.</summary>
    Sms,

    /// <summary>An SMS of the crew.</summary>
    SmsReply,
    Robot,

    /// <summary>Somebody signed in.</summary>
    Person,
}
