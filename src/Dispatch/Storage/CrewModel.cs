using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>How crews, their orders, the ladder and the polls lie in the tables that the migrations made.</summary>
internal static class CrewModel
{
    public static void Enums(ModelConfigurationBuilder conventions)
    {
        DispatchDb.CamelCased<AssignmentState>(conventions);
        DispatchDb.CamelCased<StepChannel>(conventions);
        DispatchDb.CamelCased<PhotoKind>(conventions);
        DispatchDb.CamelCased<AttentionReason>(conventions);
        DispatchDb.CamelCased<EscalationAct>(conventions);
        DispatchDb.CamelCased<PollState>(conventions);
    }

    public static void Crews(ModelBuilder model)
    {
        model.Table<Crew>("crews").HasKey(c => new { c.Organisation, c.Code });
        model.Table<CrewShift>("crew_shifts").Property(s => s.Id).UseIdentityAlwaysColumn();
        var assignment = model.Table<Assignment>("assignments");
        assignment.HasKey(a => a.Id);
        assignment.Property(a => a.Version).HasColumnName("xmin").HasColumnType("xid").IsRowVersion();
        model.Table<AssignmentStep>("assignment_steps").Property(s => s.Id).UseIdentityAlwaysColumn();
        model.Table<AssignmentPhoto>("assignment_photos").HasKey(p => p.Id);
        model.Table<CrewLink>("crew_links").HasKey(l => l.TokenHash);
        model.Table<AttentionItem>("attention").HasKey(a => a.Id);
        model.Table<Escalation>("escalations").HasKey(e => e.AssignmentId);
        model.Table<EscalationFiring>("escalation_firings").HasKey(f => new { f.AssignmentId, f.Rung });
        // No navigation: only so that EF inserts an order before what hangs on it.
        model.Entity<Assignment>().HasOne<Ticket>().WithMany().HasForeignKey(a => a.TicketId);
        model.Entity<AssignmentStep>().HasOne<Assignment>().WithMany().HasForeignKey(s => s.AssignmentId);
        model.Entity<AssignmentPhoto>().HasOne<Assignment>().WithMany().HasForeignKey(p => p.AssignmentId);
        model.Entity<Escalation>().HasOne<Assignment>().WithMany().HasForeignKey(e => e.AssignmentId);
        model.Entity<EscalationFiring>().HasOne<Assignment>().WithMany().HasForeignKey(f => f.AssignmentId);
    }

    public static void Polls(ModelBuilder model)
    {
        var poll = model.Table<Poll>("polls");
        poll.HasKey(p => p.Id);
        poll.Property(p => p.Version).HasColumnName("xmin").HasColumnType("xid").IsRowVersion();
        model.Table<PollOptOut>("poll_opt_outs").HasKey(o => new { o.Organisation, o.Phone });
    }
}
