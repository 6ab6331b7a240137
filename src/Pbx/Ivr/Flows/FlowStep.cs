namespace Zhkh.Pbx.Ivr;

/// <summary>Where a part of a conversation leads when it is over.</summary>
internal enum FlowStep
{
    /// <summary>Back to the menu.</summary>
    Menu,

    /// <summary>To a person; the transfer is still to be said.</summary>
    Person,

    /// <summary>To a person; why has been said with the words of the transfer.</summary>
    PersonAnnounced,

    /// <summary>To a person, after saying that there are no data.</summary>
    NoData,

    /// <summary>Thanks and goodbye.</summary>
    Goodbye,

    /// <summary>A message after the signal.</summary>
    Voicemail,

    /// <summary>On as if another number of ours had been dialled.</summary>
    OtherNumber,
}
