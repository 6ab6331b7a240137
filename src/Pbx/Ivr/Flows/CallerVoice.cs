using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>In whose name and in which language the robot begins, before it knows who is calling.</summary>
internal static class CallerVoice
{
    private const string UkrainianPrefix = "+380";

    /// <param name="ofNumber">The language of the dialled number; null: the organisation's.</param>
    public static void Set(ICall call, IvrOptions options, Language? ofNumber = null)
    {
        if (call.Context.Organisation.Length == 0)
        {
            call.Context.Organisation = options.DefaultOrganisation;
        }

        call.Context.Language =
            call.CallerNumber?.StartsWith(UkrainianPrefix, StringComparison.Ordinal) == true
                ? Language.Ukrainian
                : ofNumber ?? options.VoiceOf(call.Context.Organisation).Language;
    }
}
