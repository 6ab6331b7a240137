using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Hosting;
using Zhkh.Web.Provisioning;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/phones: telephones, their state, their settings files and how far they may call.</summary>
internal static class PhonesApi
{
    private const string Subject = "phone";

    public static void MapPhones(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/phones").InUnitOfWorkOfSystem();
        group.MapGet("", ListAsync).Needs(Permission.ReadPhones);
        group.MapGet("/rights", RightsAsync).Needs(Permission.ManagePhones);
        group.MapPost("", AddAsync).Needs(Permission.ManagePhones);
        group.MapPut("/{extension}", ChangeAsync).Needs(Permission.ManagePhones);
        group.MapDelete("/{extension}", RemoveAsync).Needs(Permission.ManagePhones);
        group.MapPost("/{extension}/link", LinkAsync).Needs(Permission.ManagePhones);
        group.MapPost("/{extension}/trial", TryAsync).Needs(Permission.ManagePhones);
        group.MapPost("/{extension}/thaw", ThawAsync).Needs(Permission.ManagePhones);
        group.MapPut("/rights/{organisation}", SetRightsAsync).Needs(Permission.ManagePhones);
    }

    private static async Task<Ok<Page<PhoneAnswer>>> ListAsync(
        HttpContext context, PhoneScope scope, Exchange exchange, Operators operators, CancellationToken cancel)
    {
        var names = await operators.NamesByExtensionAsync(cancel);
        var rows = await scope.ListAsync(SignedIn.Of(context), cancel);
        return TypedResults.Ok(new Page<PhoneAnswer>(
            [.. rows.Select(row => PhoneAnswer.Of(row, names.GetValueOrDefault(row.Extension), exchange))], null));
    }

    private static async Task<Results<Created<PhoneAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext context, PhoneRequest request, PhoneScope scope, PhoneDetails phones, PhoneSecrets secrets,
        PbxOptions options, Exchange exchange, PhoneNews news, AuditTrail audit, DatabaseSession session,
        CancellationToken cancel)
    {
        if (request.ToRow(request.Extension ?? "", options.IsReservedNumber, out var wrong) is not { } row)
        {
            return Problems.SaidAtField(context, Problem.BadPhoneSetting, wrong, wrong);
        }

        if (await RefusalAsync(context, scope, row, cancel) is { } refusal)
        {
            return refusal;
        }

        await WriteAuditAsync(context, audit, AuditAct.Create, row, "added");
        // A password nobody knows: the link brings the one that counts.
        var written = await phones.AddAsync(row, secrets.Ha1(row.Extension, secrets.NewPassword()), cancel);
        session.AfterCommit(news.Tell);
        return Fault(context, written, row) is { } fault
            ? fault
            : TypedResults.Created($"/api/phones/{row.Extension}", PhoneAnswer.Of(row, null, exchange));
    }

    private static async Task<Results<Ok<PhoneAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext context, string extension, PhoneRequest request, PhoneScope scope, PhoneDetails phones,
        PbxOptions options, Exchange exchange, PhoneNews news, AuditTrail audit, DatabaseSession session,
        CancellationToken cancel)
    {
        if (await scope.FindAsync(SignedIn.Of(context), extension, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        // A number that was given outside the range by the command line may stay what it is.
        if (request.ToRow(extension, _ => true, out var wrong) is not { } row)
        {
            return Problems.SaidAtField(context, Problem.BadPhoneSetting, wrong, wrong);
        }

        if (await RefusalAsync(context, scope, known, cancel) is { } refusal
            || (refusal = await RefusalAsync(context, scope, row, cancel)) is not null)
        {
            return refusal;
        }

        await WriteAuditAsync(context, audit, AuditAct.Change, row, Difference(known, row));
        var written = await phones.ChangeAsync(row, cancel);
        session.AfterCommit(news.Tell);
        return Fault(context, written, row) is { } fault
            ? fault
            : TypedResults.Ok(PhoneAnswer.Of(row with { IsDemo = known.IsDemo }, null, exchange));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext context, string extension, PhoneScope scope, PhoneDetails phones, PhoneNews news,
        AuditTrail audit, DatabaseSession session, CancellationToken cancel)
    {
        if (await scope.FindAsync(SignedIn.Of(context), extension, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await RefusalAsync(context, scope, known, cancel) is { } refusal)
        {
            return refusal;
        }

        await WriteAuditAsync(context, audit, AuditAct.Change, known, "removed");
        await phones.RemoveAsync(extension, cancel);
        session.AfterCommit(news.Tell);
        return TypedResults.NoContent();
    }

    /// <summary>A new password, and the hour in which a phone can fetch it.</summary>
    private static async Task<Results<Ok<PhoneLinkAnswer>, ProblemHttpResult>> LinkAsync(
        HttpContext context, string extension, PhoneLinkRequest request, PhoneScope scope, PhoneDetails phones,
        PhoneLinks links, PhoneSecrets secrets, PhoneNews news, AuditTrail audit, DatabaseSession session,
        CancellationToken cancel)
    {
        if (await scope.FindAsync(SignedIn.Of(context), extension, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await RefusalAsync(context, scope, known, cancel) is { } refusal)
        {
            return refusal;
        }

        if (request.Transport is not { } transport
            || transport is not (SipTransport.Udp or SipTransport.Tcp or SipTransport.Tls)
            || secrets.PortOf(transport) is not { } ours)
        {
            return Problems.AtField(context, Problem.BadPhoneSetting, "transport", "udp, tcp, tls");
        }

        var server = request.Server is { Length: > 0 } said ? said.Trim() : HostOf(context);
        if (PhoneLinkRequest.ServerOf(server) is not { } place)
        {
            return Problems.AtField(
                context, Problem.BadPhoneSetting, "server", "pbx.example.org, 192.0.2.1:5060");
        }

        var settings = new SealedSettings(secrets.NewPassword(), place.Host, place.Port ?? ours, transport);
        await WriteAuditAsync(context, audit, AuditAct.Change, known, "new password and link");
        await phones.SetPasswordAsync(extension, secrets.Ha1(extension, settings.Password), cancel);
        var token = secrets.NewToken();
        var ends = await links.MakeAsync(
            token, extension, known.Organisation, secrets.Seal(settings), SignedIn.Of(context).Login, cancel);
        session.AfterCommit(news.Tell);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Answer(context, known, settings, token, ends));
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> TryAsync(
        HttpContext context, string extension, PhoneScope scope, Switchboard switchboard, PbxOptions options,
        AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        if (await scope.FindAsync(SignedIn.Of(context), extension, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await WriteAuditAsync(context, audit, AuditAct.Change, known, "trial call");
        var order = new RobotCallOut(
            Guid.CreateVersion7(time.GetUtcNow()), "",
            known.Organisation.Length > 0 ? known.Organisation : options.Calls.DefaultOrganisation, Language.Russian,
            call => call.PlayAsync(new Prompt("greet.open.2")), TrialExtension: extension);
        return switchboard.Call(order) switch
        {
            RobotCallAnswer.Refused { Reason: CallOutRefusal.PhoneNotRegistered } =>
                Problems.Of(context, Problem.PhoneNotReady, extension),
            RobotCallAnswer.Refused { Reason: CallOutRefusal.PhoneInCall } =>
                Problems.Of(context, Problem.PhoneInCall, extension),
            RobotCallAnswer.Refused => Problems.Of(context, Problem.NoLine),
            _ => TypedResults.Accepted($"/api/phones/{extension}"),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ThawAsync(
        HttpContext context, string extension, PhoneScope scope, Exchange exchange, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await scope.FindAsync(SignedIn.Of(context), extension, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await WriteAuditAsync(context, audit, AuditAct.Change, known, "thawed");
        exchange.DialPlan.Thaw(extension);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<CallRights>>> RightsAsync(
        HttpContext context, PhoneDetails phones, CancellationToken cancel) =>
        TypedResults.Ok(await phones.RightsAsync([.. SignedIn.Of(context).Organisations], cancel));

    private static async Task<Results<Ok<CallRights>, ProblemHttpResult>> SetRightsAsync(
        HttpContext context, string organisation, CallRightsRequest request, PhoneDetails phones, PhoneNews news,
        AuditTrail audit, DatabaseSession session, CancellationToken cancel)
    {
        if (!SignedIn.Of(context).Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (request.ToRights(organisation, out var wrong) is not { } rights)
        {
            return Problems.SaidAtField(context, Problem.BadPhoneSetting, wrong, wrong);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, organisation, "callRights", organisation,
            $"reach {rights.Reach}, minutes {rights.MinutesPerDay}, home {rights.Home}");
        await phones.SetRightsAsync(rights, cancel);
        session.AfterCommit(news.Tell);
        return TypedResults.Ok(rights);
    }

    private static PhoneLinkAnswer Answer(
        HttpContext context, PhoneRow phone, SealedSettings settings, string token, DateTimeOffset ends)
    {
        var place = $"{context.Request.Scheme}://{context.Request.Host}{ProvisionApi.Path}/{token}/";
        PhoneFileAnswer[] files = [.. ProvisionFile.NamesFor(phone.Extension, phone.Mac)
            .Select(file => new PhoneFileAnswer(file.Make, file.Name, place + file.Name))];
        return new PhoneLinkAnswer(
            phone.Extension, settings.Password, $"{settings.Host}:{settings.Port}", settings.Transport, place, ends,
            files, QrPicture.Of(files.First(file => file.Make == "linphone").Url));
    }

    private static string HostOf(HttpContext context) => context.Request.Host.Host;

    private static async Task<ProblemHttpResult?> RefusalAsync(
        HttpContext context, PhoneScope scope, PhoneRow phone, CancellationToken cancel) =>
        await scope.MayChangeAsync(SignedIn.Of(context), phone.Organisation, cancel) ? null
        : phone.Organisation.Length == 0 ? Problems.Of(context, Problem.SharedPhone, phone.Extension)
        : Problems.Of(context, Problem.NotFound);

    private static ProblemHttpResult? Fault(HttpContext context, PhoneWritten written, PhoneRow row) => written switch
    {
        PhoneWritten.Done => null,
        PhoneWritten.NumberTaken => Problems.SaidAtField(
            context, Problem.PhoneTaken, "extension", row.Extension),
        PhoneWritten.MacTaken => Problems.SaidAtField(context, Problem.MacTaken, "mac", row.Mac),
        PhoneWritten.Unknown => Problems.Of(context, Problem.NotFound),
    };

    private static string Difference(PhoneRow before, PhoneRow after) => string.Join(", ", new[]
    {
        before.Label != after.Label ? "label" : null, before.Mac != after.Mac ? "mac" : null,
        before.Organisation != after.Organisation ? $"organisation {after.Organisation}" : null,
        before.Reach != after.Reach ? $"reach {after.Reach}" : null,
        before.MinutesPerDay != after.MinutesPerDay ? $"minutes {after.MinutesPerDay}" : null,
        before.Enabled != after.Enabled ? after.Enabled ? "opened" : "shut" : null,
    }.OfType<string>());

    private static Task WriteAuditAsync(
        HttpContext context, AuditTrail audit, AuditAct act, PhoneRow phone, string detail) => audit.WriteAsync(
        context, act, PhoneScope.AuditedAt(SignedIn.Of(context), phone.Organisation), Subject, phone.Extension,
        detail);
}
