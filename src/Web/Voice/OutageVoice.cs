using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Voice;

/// <summary>Dispatch's outage as the robot knows it, and as it will be heard.</summary>
internal sealed class OutageVoice(SpokenText spoken, PbxOptions exchange, TimeProvider time)
{
    public static readonly IReadOnlyList<string> Languages = ["ru", "uk"];

    public static OutageOnPhone OnPhone(
        Guid id, IEnumerable<Utility> services, DateTimeOffset startsAt, DateTimeOffset? until, OutageCause cause) =>
        new(id, [.. services.Select(s => s.ToString())], startsAt, until, cause.ToString());

    /// <summary>The language the robot begins with for an organisation.</summary>
    public string LanguageOf(string organisation) => VoiceOf(organisation).Language switch
    {
        Language.Russian => "ru",
        Language.Ukrainian => "uk",
    };

    public string Text(string language, string organisation, OutageOnPhone outage) =>
        spoken.Text(language, Prompts(organisation, outage));

    /// <summary>Null when a part of it is not recorded.</summary>
    public byte[]? Wave(string language, string organisation, OutageOnPhone outage) =>
        spoken.Wave(language, Prompts(organisation, outage));

    private IReadOnlyList<Prompt> Prompts(string organisation, OutageOnPhone outage) => OutagePhrase.Say(
        outage, TimeZoneInfo.FindSystemTimeZoneById(VoiceOf(organisation).TimeZone), time.GetUtcNow());

    private OrganisationVoice VoiceOf(string organisation) =>
        exchange.Ivr.Organisations.GetValueOrDefault(organisation)
        ?? exchange.Ivr.Organisations[exchange.Ivr.DefaultOrganisation];
}
