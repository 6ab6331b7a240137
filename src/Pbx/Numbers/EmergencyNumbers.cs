namespace Zhkh.Pbx.Numbers;

/// <summary>
/// Numbers of help in Russia and Ukraine: 112, the services 101–104 with their old forms 01–04, and 911, which mobile
/// networks lead to 112 (3GPP TS 22.101 §10.1.1). No machine calls them on trial.
/// </summary>
public static class EmergencyNumbers
{
    private static readonly string[] All =
        ["112", "911", "101", "102", "103", "104", "01", "02", "03", "04", "010", "020", "030", "040"];

    /// <summary>True whatever keys stand around the digits: * and # say nothing to most operators.</summary>
    public static bool Contains(string dialled) =>
        All.Contains(string.Concat(dialled.Where(char.IsAsciiDigit)), StringComparer.Ordinal);
}
