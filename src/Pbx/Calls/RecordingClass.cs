namespace Zhkh.Pbx.Calls;

/// <summary>What a recording is evidence of: how long it is kept goes by it (DOMAIN §1.5).</summary>
public enum RecordingClass : byte
{
    Ordinary,

    /// <summary>The emergency line, or a caller whom a menu sent there.</summary>
    Emergency,

    /// <summary>The robot about a debt.</summary>
    Debt,

    /// <summary>A mark for a finished job.</summary>
    Poll,

    /// <summary>"Your water is back".</summary>
    Notice,

    /// <summary>An order for a crew.</summary>
    Crew,

    /// <summary>What a caller left instead of waiting.</summary>
    Voicemail,
}

/// <summary>Names of classes in rows and answers.</summary>
public static class RecordingClasses
{
    /// <summary>Whoever asks for this line has an emergency, whatever number was dialled.</summary>
    internal const string EmergencyLine = "emergency";

    public static string NameOf(RecordingClass value) => value switch
    {
        RecordingClass.Ordinary => "ordinary",
        RecordingClass.Emergency => "emergency",
        RecordingClass.Debt => "debt",
        RecordingClass.Poll => "poll",
        RecordingClass.Notice => "notice",
        RecordingClass.Crew => "crew",
        RecordingClass.Voicemail => "voicemail",
    };

    /// <summary>Null when there is no such class.</summary>
    public static RecordingClass? Find(string? name) =>
        Enum.GetValues<RecordingClass>().Where(v => NameOf(v) == name).Select(v => (RecordingClass?)v)
            .FirstOrDefault();
}
