using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// What is known of operators from configurations that others published (UX §5.7), not from the operators: whoever
/// uses one checks it in the operator's cabinet.
/// </summary>
public static class TrunkPreset
{
    public const string Generic = "generic";

    /// <summary>The presets, the general one last.</summary>
    public static IReadOnlyList<TrunkSettings> All { get; } =
    [
        new()
        {
            Preset = "uis", Code = "uis", Name = "UIS", Domain = "voip.uiscom.ru",
            Numbers = TrunkNumberFormat.Plain, Did = DidSource.To,
        },
        new()
        {
            // The domain is vpbx and the number of the contract: vpbx400000000.mangosip.ru.
            Preset = "mango", Code = "mango", Name = "Mango Office", Domain = "",
            Numbers = TrunkNumberFormat.Plain, Did = DidSource.To, Peers = "81.88.86.11",
        },
        new()
        {
            Preset = "zadarma", Code = "zadarma", Name = "Zadarma", Domain = "sip.zadarma.com",
            Numbers = TrunkNumberFormat.Plus, Dtmf = TrunkDtmf.Rfc4733, Did = DidSource.To,
        },
        new()
        {
            Preset = "multifon", Code = "multifon", Name = "МегаФон «МультиФон»", Domain = "multifon.ru",
            OutboundProxy = "sbc.megafon.ru:5060", Numbers = TrunkNumberFormat.Plain, Dtmf = TrunkDtmf.Inband,
            Did = DidSource.ContactUser,
        },
        new() { Preset = Generic, Code = "operator", Name = "", Transport = SipTransport.Udp },
    ];

    /// <summary>Null when there is none of this name.</summary>
    public static TrunkSettings? Find(string name) => All.FirstOrDefault(p => p.Preset == name);
}
