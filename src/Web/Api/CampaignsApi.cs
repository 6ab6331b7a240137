using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Calendar;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <summary>/api/campaigns: whom the robot calls about debts, and how far it is.</summary>
internal static class CampaignsApi
{
    private const string Subject = "campaign";

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/campaigns").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadCampaigns);
        group.MapPost("", CreateAsync).Needs(Permission.RunCampaigns);
        group.MapPost("/preview", PreviewAsync).Needs(Permission.RunCampaigns);
        group.MapGet("/{id:guid}", GetAsync).Needs(Permission.ReadCampaigns);
        group.MapPost("/{id:guid}/start", (HttpContext c, Guid id, CampaignActs acts, CancellationToken cancel) =>
            acts.MoveAsync(c, id, CampaignMove.Start, cancel)).Needs(Permission.RunCampaigns);
        group.MapPost("/{id:guid}/pause", (HttpContext c, Guid id, CampaignActs acts, CancellationToken cancel) =>
            acts.MoveAsync(c, id, CampaignMove.Pause, cancel)).Needs(Permission.RunCampaigns);
        group.MapPost("/{id:guid}/stop", (HttpContext c, Guid id, CampaignActs acts, CancellationToken cancel) =>
            acts.MoveAsync(c, id, CampaignMove.Stop, cancel)).Needs(Permission.RunCampaigns);
        group.MapPost("/{id:guid}/trial", TryAsync).Needs(Permission.RunCampaigns);
        group.MapGet("/{id:guid}/text", TextAsync).Needs(Permission.ReadCampaigns);
        group.MapGet("/{id:guid}/sample.wav", SampleAsync).Needs(Permission.ReadCampaigns);
        group.MapGet("/{id:guid}/contacts", ContactsAsync).Needs(Permission.ReadCampaigns);
        group.MapGet("/{id:guid}/contacts.csv", ExportAsync).Needs(Permission.ReadCampaigns);
    }

    private static async Task<Ok<IReadOnlyList<CampaignAnswer>>> ListAsync(
        string? organisation, CampaignBoard board, RobotDialer dialer, TimeProvider time, CancellationToken cancel)
    {
        var rows = await board.ListAsync(organisation, cancel);
        return TypedResults.Ok<IReadOnlyList<CampaignAnswer>>(
            [.. rows.Select(row => CampaignAnswer.Of(row, dialer.Lines, time.GetUtcNow()))]);
    }

    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, CampaignBoard board, RobotDialer dialer, TimeProvider time,
        CancellationToken cancel) =>
        await board.GetAsync(id, cancel) is { } row
            ? TypedResults.Ok(CampaignAnswer.Of(row, dialer.Lines, time.GetUtcNow()))
            : Problems.Of(context, Problem.NotFound);

    private static async Task<Results<Ok<CampaignAudience>, ProblemHttpResult>> PreviewAsync(
        HttpContext context, AudienceRequest request, IDebtorDesk debtors, CancellationToken cancel)
    {
        if (CampaignFault.Of(request) is { } fault)
        {
            return Problems.AtField(context, Problem.BadCampaign, fault.Field, fault.Why, fault.IsLength);
        }

        if (!SignedIn.Of(context).Organisations.Contains(request.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var audience = await debtors.SelectAsync(
            request.Organisation ?? "", request.DebtFrom, request.MonthsFrom, cancel);
        return TypedResults.Ok(new CampaignAudience(
            audience.Selected.Count, audience.Selected.Sum(d => d.AmountMinor), audience.Currency, audience.Excluded));
    }

    private static async Task<Results<Created<CampaignAnswer>, ProblemHttpResult>> CreateAsync(
        HttpContext context, CampaignRequest request, IDebtorDesk debtors, Campaigns campaigns,
        CampaignBoard board, RobotDialer dialer, AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        if (CampaignFault.Of(request, out var hours) is { } fault)
        {
            return Problems.AtField(context, Problem.BadCampaign, fault.Field, fault.Why, fault.IsLength);
        }

        var person = SignedIn.Of(context);
        if (request.Organisation is not { } organisation || !person.Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var audience = await debtors.SelectAsync(organisation, request.DebtFrom, request.MonthsFrom, cancel);
        var id = IdOf(organisation, IdempotencyKey.Of(context.Request));
        var isNew = await campaigns.CreateAsync(
            new CampaignWish(
                organisation, request.Name?.Trim() ?? "", request.DebtFrom, request.MonthsFrom, hours,
                request.LinesMax, request.CallsPerMinute, request.Recurrence, request.Language, person.Name,
                Period: request.Recurrence == CampaignRecurrence.Quarterly ? Quarter.Of(time.GetUtcNow()) : null,
                Id: id),
            audience, cancel) is not null;
        if (isNew)
        {
            await audit.WriteAsync(context, AuditAct.Create, organisation, Subject, id.ToString());
        }

        return await board.GetAsync(id, cancel) is { } row
            ? TypedResults.Created($"/api/campaigns/{id}", CampaignAnswer.Of(row, dialer.Lines, time.GetUtcNow()))
            : Problems.Of(context, Problem.KeyReused);
    }

    /// <summary>
    /// Rings the asker's phone with the conversation of a real debtor; nobody is called, nothing counted.
    /// </summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> TryAsync(
        HttpContext context, Guid id, [FromBody] TrialRequest? request, CampaignBoard board, RobotDialer dialer,
        AuditTrail audit, CancellationToken cancel)
    {
        if (SignedIn.Of(context).Extension is not { } extension)
        {
            return Problems.Of(context, Problem.NoExtension);
        }

        if (await board.GetAsync(id, cancel) is not { } campaign)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await board.SampleAsync(id, request?.AccountNumber, cancel) is not { } debtor)
        {
            return Problems.Of(context, Problem.NobodyToCall);
        }

        await audit.WriteAsync(context, AuditAct.Read, campaign.Organisation, Subject, id.ToString(), "trial");
        return dialer.Try(
            extension, id, campaign.Organisation, debtor.AccountNumber, debtor.Phone, DebtOf(campaign, debtor)) switch
        {
            null => TypedResults.Accepted($"/api/campaigns/{id}"),
            CallOutRefusal.PhoneNotRegistered => Problems.Of(context, Problem.PhoneNotReady, extension),
            CallOutRefusal.PhoneInCall => Problems.Of(context, Problem.PhoneInCall, extension),
            _ => Problems.Of(context, Problem.NoLine),
        };
    }

    private static async Task<Results<Ok<ScriptAnswer>, ProblemHttpResult>> TextAsync(
        HttpContext context, Guid id, string? accountNumber, CampaignBoard board, RobotConversations conversations,
        SpokenText script, AuditTrail audit, CancellationToken cancel)
    {
        if (await ScriptAsync(id, accountNumber, board, conversations, cancel) is not { } spoken)
        {
            return Problems.Of(context, await board.GetAsync(id, cancel) is null
                ? Problem.NotFound : Problem.NobodyToCall);
        }

        await audit.WriteAsync(context, AuditAct.Read, spoken.Organisation, "account", spoken.Account, "debt text");
        return TypedResults.Ok(new ScriptAnswer(
            spoken.Account, spoken.Language,
            [.. spoken.Sentences.Select(s => new SentenceText(s[0].Id, script.Text(spoken.Language, s)))]));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SampleAsync(
        HttpContext context, Guid id, string? accountNumber, CampaignBoard board, RobotConversations conversations,
        SpokenText script, AuditTrail audit, CancellationToken cancel)
    {
        if (await ScriptAsync(id, accountNumber, board, conversations, cancel) is not { } spoken)
        {
            return Problems.Of(context, await board.GetAsync(id, cancel) is null
                ? Problem.NotFound : Problem.NobodyToCall);
        }

        await audit.WriteAsync(context, AuditAct.Read, spoken.Organisation, "account", spoken.Account, "debt sound");
        return script.Wave(spoken.Language, [.. spoken.Sentences.SelectMany(s => s)]) is { } sound
            ? TypedResults.File(sound, "audio/wav")
            : Problems.Of(context, Problem.NotFound);
    }

    private static async Task<Results<Ok<Page<ContactAnswer>>, ProblemHttpResult>> ContactsAsync(
        HttpContext context, Guid id, string? disposition, Guid? after, int? limit, CampaignBoard board,
        AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        if (await board.GetAsync(id, cancel) is not { } campaign)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var rows = await board.ContactsAsync(id, disposition, after, size, cancel);
        await audit.WriteAsync(
            context, AuditAct.Read, campaign.Organisation, Subject, id.ToString(), $"{rows.Count} contacts");
        return TypedResults.Ok(new Page<ContactAnswer>(
            [.. rows.Select(row => ContactAnswer.Of(row, SeesPhones(context)))],
            rows.Count == size ? rows[^1].OrderId.ToString() : null));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        HttpContext context, Guid id, string? disposition, CampaignBoard board, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } campaign)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var csv = new ContactsCsv();
        var rows = await board.ContactsAsync(id, disposition, null, CampaignBoard.ContactsMax, cancel);
        for (; rows.Count > 0; rows = await board.ContactsAsync(
            id, disposition, rows[^1].OrderId, CampaignBoard.ContactsMax, cancel))
        {
            foreach (var row in rows)
            {
                csv.Add(ContactAnswer.Of(row, SeesPhones(context)));
            }
        }

        await audit.WriteAsync(context, AuditAct.Read, campaign.Organisation, Subject, id.ToString(), "exported");
        return TypedResults.File(csv.ToBytes(), "text/csv; charset=utf-8", $"campaign-{id}.csv");
    }

    private static async Task<Spoken?> ScriptAsync(
        Guid id, string? account, CampaignBoard board, RobotConversations conversations, CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } campaign
            || await board.SampleAsync(id, account, cancel) is not { } debtor)
        {
            return null;
        }

        var debt = DebtOf(campaign, debtor);
        return new Spoken(campaign.Organisation, debtor.AccountNumber, debt.Language, conversations.DebtScript(
            debt, campaign.Organisation, debtor.AccountNumber,
            debt.Language == "uk" ? Language.Ukrainian : Language.Russian));
    }

    private static DebtPayload DebtOf(CampaignRow campaign, CampaignContact debtor) => new(
        campaign.Id, debtor.Amount, campaign.Audience.Currency, debtor.Language, Months: debtor.Months);

    private static bool SeesPhones(HttpContext context) =>
        Permissions.Allows(SignedIn.Of(context).Role, Permission.ReadCalls);

    /// <summary>The same key is the same campaign.</summary>
    private static Guid IdOf(string organisation, string key) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"campaign {organisation} {key}")).AsSpan(0, 16));

    private sealed record Spoken(
        string Organisation, string Account, string Language, IReadOnlyList<IReadOnlyList<Prompt>> Sentences);
}
