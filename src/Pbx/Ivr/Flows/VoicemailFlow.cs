using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>«Оставьте сообщение после сигнала»: the law's other way when nobody can answer (ПП РФ 416 п. 13).</summary>
internal sealed class VoicemailFlow(IvrOptions options) : IVoicemail
{
    private const int TriesMax = 2;

    public async Task<bool> TakeAsync(ICall call, string organisation, string queue)
    {
        if (call is not IMessageCall leaves)
        {
            return false;
        }

        call.Context.Organisation = organisation;
        await call.PlayAsync(Sentences.AskMessage);
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (await leaves.TakeMessageAsync(queue, options.MessageAtLeast, options.MessageAtMost))
            {
                await call.PlayAsync(Sentences.MessageTaken);
                return true;
            }

            if (tries + 1 < TriesMax)
            {
                await call.PlayAsync(Sentences.MessageTooShort);
            }
        }

        return false;
    }
}
