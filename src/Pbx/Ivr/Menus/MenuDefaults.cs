namespace Zhkh.Pbx.Ivr;

/// <summary>What is answered where nobody has said anything: the demo town's menu (CONTRACT), and S3's mode.</summary>
public static class MenuDefaults
{
    /// <summary>The menu of a number that names no other.</summary>
    public const string Code = "main";

    /// <summary>Readings, balance, a person, the other language.</summary>
    public static MenuVariant Open { get; } = new(
    [
        new MenuItem("1", MenuAction.Readings), new MenuItem("2", MenuAction.Balance),
        new MenuItem("0", MenuAction.Person), new MenuItem("9", MenuAction.Language),
    ]);

    /// <summary>Readings alone, and a sentence that says so.</summary>
    public static MenuVariant ReadingsOnly { get; } = new(
        [new MenuItem("1", MenuAction.Readings), new MenuItem("9", MenuAction.Language)], WithoutPerson: true);

    public static Menu Menu { get; } = new(new Dictionary<LineMode, MenuVariant>
    {
        [LineMode.Open] = Open, [LineMode.ReadingsOnly] = ReadingsOnly,
    });

    /// <summary>The menu built in, as if it had been published before everything.</summary>
    public static MenuVersion Version { get; } = new(0, DateTimeOffset.MinValue, "", "", DateTimeOffset.MinValue, Menu);

    /// <summary>The key whose number is part of the recorded sentence of an action.</summary>
    public static string? KeyOf(MenuAction action) => action switch
    {
        MenuAction.Readings => "1",
        MenuAction.Balance => "2",
        MenuAction.Person => "0",
        MenuAction.Language => "9",
        MenuAction.Queue or MenuAction.Voicemail or MenuAction.Announcement or MenuAction.Emergency
            or MenuAction.OtherNumber => null,
    };

    /// <summary>The numbers as the options name them.</summary>
    public static MenuBook Book(IvrOptions options) => new(
        [
            new PublicNumber(options.ResidentNumber, options.DefaultOrganisation, Code, NumberPurpose.Resident),
            new PublicNumber(options.EmergencyNumber, options.DefaultOrganisation, Code, NumberPurpose.Emergency),
        ], [], [], [], []);
}
