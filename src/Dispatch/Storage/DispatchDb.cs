using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>The module's tables, inside the transaction the host opened.</summary>
public sealed class DispatchDb(DbContextOptions<DispatchDb> options) : DbContext(options)
{
    internal DbSet<OrganisationProfile> Profiles => Set<OrganisationProfile>();

    internal DbSet<Ticket> Tickets => Set<Ticket>();

    internal DbSet<TicketCall> TicketCalls => Set<TicketCall>();

    internal DbSet<TicketChange> TicketChanges => Set<TicketChange>();

    internal DbSet<TicketComment> TicketComments => Set<TicketComment>();

    internal DbSet<TicketDeadline> TicketDeadlines => Set<TicketDeadline>();

    internal DbSet<Callback> Callbacks => Set<Callback>();

    internal DbSet<CallbackCall> CallbackCalls => Set<CallbackCall>();

    internal DbSet<CallbackAttempt> CallbackAttempts => Set<CallbackAttempt>();

    internal DbSet<CallbackChange> CallbackChanges => Set<CallbackChange>();

    internal DbSet<VoiceMessage> Messages => Set<VoiceMessage>();

    internal DbSet<Talk> Talks => Set<Talk>();

    internal DbSet<Crew> Crews => Set<Crew>();

    internal DbSet<CrewShift> CrewShifts => Set<CrewShift>();

    internal DbSet<Assignment> Assignments => Set<Assignment>();

    internal DbSet<AssignmentStep> AssignmentSteps => Set<AssignmentStep>();

    internal DbSet<AssignmentPhoto> AssignmentPhotos => Set<AssignmentPhoto>();

    internal DbSet<CrewLink> CrewLinks => Set<CrewLink>();

    internal DbSet<AttentionItem> Attention => Set<AttentionItem>();

    internal DbSet<Escalation> Escalations => Set<Escalation>();

    internal DbSet<EscalationFiring> EscalationFirings => Set<EscalationFiring>();

    internal DbSet<Poll> Polls => Set<Poll>();

    internal DbSet<PollOptOut> PollOptOuts => Set<PollOptOut>();
    internal DbSet<Outage> Outages => Set<Outage>();

    internal DbSet<OutageParts.House> OutageHouses => Set<OutageParts.House>();

    internal DbSet<OutageParts.Deadline> OutageDeadlines => Set<OutageParts.Deadline>();

    internal DbSet<OutageParts.Change> OutageChanges => Set<OutageParts.Change>();

    internal DbSet<Letter> Letters => Set<Letter>();

    internal DbSet<LetterRecipient> LetterRecipients => Set<LetterRecipient>();

    internal DbSet<OutboxFact> Outbox => Set<OutboxFact>();

    /// <summary>A context that works inside the host's transaction; the host commits.</summary>
    internal static DispatchDb In(DbTransaction transaction)
    {
        var connection = transaction.Connection
            ?? throw new InvalidOperationException("The host's transaction is already over");
        var db = new DispatchDb(new DbContextOptionsBuilder<DispatchDb>().UseNpgsql(connection).Options);
        db.Database.UseTransaction(transaction);
        return db;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        CamelCased<TicketStatus>(conventions);
        CamelCased<TicketMove>(conventions);
        CamelCased<TicketPriority>(conventions);
        CamelCased<CallbackStatus>(conventions);
        CamelCased<CallbackMove>(conventions);
        CamelCased<AttemptOutcome>(conventions);
        CamelCased<MessageStatus>(conventions);
        CrewModel.Enums(conventions);
        CamelCased<OutageKind>(conventions);
        CamelCased<OutageCause>(conventions);
        CamelCased<OutageStep>(conventions);
        CamelCased<LetterOccasion>(conventions);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.HasDefaultSchema("dispatch");
        DispatchModel.Tickets(model);
        DispatchModel.Callbacks(model);
        DispatchModel.Messages(model);
        DispatchModel.Outages(model);
        DispatchModel.Letters(model);
        DispatchModel.Outbox(model);
        CrewModel.Crews(model);
        CrewModel.Polls(model);
        model.Table<OrganisationProfile>("profiles").HasKey(p => p.Organisation);
    }

    internal static void CamelCased<T>(ModelConfigurationBuilder conventions) where T : struct, Enum =>
        conventions.Properties<T>().HaveConversion<CamelCaseEnum<T>>();
}
