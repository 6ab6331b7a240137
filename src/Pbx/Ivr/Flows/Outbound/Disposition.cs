namespace Zhkh.Pbx.Ivr;

/// <summary>What became of a call of the robot (DOMAIN §3.4), as facts, tables and screens name it in camelCase.</summary>
public enum Disposition
{
    /// <summary>The person is who we meant and heard what we had to say.</summary>
    Confirmed,

    /// <summary>A person answered; whom we meant did not come to the phone.</summary>
    Refused,
    WrongPerson,

    /// <summary>An answering machine or an announcement: told nothing.</summary>
    Machine,
    NoAnswer,
    Busy,
    Failed,
    HungUpEarly,
    OptOut,
    PromiseToPay,
    TransferredToOperator,
    Disputed,
    Rated,
    Accepted,
    Declined,

    /// <summary>Its time was over before it could be called.</summary>
    Expired,

    /// <summary>Taken back by whoever wished for it.</summary>
    Withdrawn,

    /// <summary>The debt was paid, in whole or in part, before the call.</summary>
    Paid,
}
