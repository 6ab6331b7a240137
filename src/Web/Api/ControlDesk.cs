using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;

namespace Zhkh.Web.Api;

/// <summary>Takes a person's wish about a call to the exchange: may they see the call, which phone is theirs.</summary>
internal sealed class ControlDesk(CardDesk cards, Exchange exchange, AuditTrail audit, CommandAnswers answers)
{
    /// <param name="about">What the command says beside its name: whom to pass on to, whom to send away.</param>
    public async Task<Results<Ok<ControlResult>, ProblemHttpResult>> DoAsync(
        HttpContext context, Guid id, string name, string? about, AuditAct act,
        Func<CallControl, string, ControlAnswer> wish)
    {
        var key = IdempotencyKey.Of(context.Request);
        var person = SignedIn.Of(context);
        if (person.Extension is not { } extension)
        {
            return Problems.Of(context, Problem.NoExtension);
        }

        var what = $"{id} {name} {extension} {about}";
        if (answers.Knows(person.Login, key))
        {
            // The call may be over by now; what came of the command has not changed.
            return Say(context, answers.Once(person.Login, key, what, () => ControlAnswer.TooLate));
        }

        if (cards.Find(id) is not { } card || !person.Organisations.Contains(card.Organisation))
        {
            return Problems.Of(context, Problem.CallGone);
        }

        // Before the act: who listened in without a line in the audit could not be found afterwards.
        await audit.WriteAsync(context, act, card.Organisation, "call", id.ToString(), name);
        return Say(context, answers.Once(person.Login, key, what, () => wish(exchange.Control, extension)));
    }

    private static Results<Ok<ControlResult>, ProblemHttpResult> Say(HttpContext context, ControlAnswer? answer) =>
        answer switch
        {
            null => Problems.Of(context, Problem.KeyReused),
            ControlAnswer.Done => TypedResults.Ok(ControlResult.Ok),
            ControlAnswer.Conflict conflict => Problems.Of(context, ProblemOf(conflict.Reason), conflict.By ?? ""),
            _ => Problems.Of(context, Problem.CallGone),
        };

    private static Problem ProblemOf(ControlRefusal reason) => reason switch
    {
        ControlRefusal.NotInCall => Problem.NotInCall,
        ControlRefusal.Moving => Problem.CallMoving,
        ControlRefusal.Taken => Problem.CallTaken,
        ControlRefusal.NobodyThere => Problem.NobodyInCall,
        ControlRefusal.Busy => Problem.PhoneInCall,
        ControlRefusal.NotConnected => Problem.PhoneNotReady,
        ControlRefusal.BadTarget => Problem.NumberNotAllowed,
        ControlRefusal.DialLimit => Problem.DialLimit,
        ControlRefusal.NoTrunk => Problem.NoLine,
        ControlRefusal.Full => Problem.CallFull,
        ControlRefusal.LiftHandset => Problem.LiftHandset,
    };
}
