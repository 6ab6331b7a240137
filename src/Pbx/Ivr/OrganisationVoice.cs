using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>How the robot speaks for an organisation.</summary>
/// <param name="Language">Spoken until the account or the caller says otherwise.</param>
/// <param name="TimeZone">IANA name; times of day are spoken in it.</param>
public sealed record OrganisationVoice(Language Language, string TimeZone);
