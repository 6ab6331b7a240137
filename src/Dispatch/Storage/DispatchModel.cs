using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zhkh.Dispatch;

/// <summary>How the classes lie in the tables that the migrations made.</summary>
internal static class DispatchModel
{
    public static void Tickets(ModelBuilder model)
    {
        var ticket = model.Table<Ticket>("tickets");
        ticket.HasKey(t => t.Id);
        RowVersion(ticket.Property(t => t.Version));
        model.Table<TicketCall>("ticket_calls").HasKey(c => new { c.TicketId, c.CallId });
        model.Table<TicketChange>("ticket_changes").Property(c => c.Id).UseIdentityAlwaysColumn();
        model.Table<TicketComment>("ticket_comments").HasKey(c => c.Id);
        model.Table<TicketDeadline>("ticket_deadlines").HasKey(d => new { d.TicketId, d.Clock });
        // No navigation: only so that EF inserts the ticket before what hangs on it.
        model.Entity<TicketCall>().HasOne<Ticket>().WithMany().HasForeignKey(c => c.TicketId);
        model.Entity<TicketChange>().HasOne<Ticket>().WithMany().HasForeignKey(c => c.TicketId);
        model.Entity<TicketComment>().HasOne<Ticket>().WithMany().HasForeignKey(c => c.TicketId);
        model.Entity<TicketDeadline>().HasOne<Ticket>().WithMany().HasForeignKey(d => d.TicketId);
    }

    public static void Callbacks(ModelBuilder model)
    {
        var callback = model.Table<Callback>("callbacks");
        callback.HasKey(c => c.Id);
        callback.Property(c => c.StagesRaised).HasColumnName("stages_raised");
        callback.Property(c => c.WakeAt).HasColumnName("wake_at");
        RowVersion(callback.Property(c => c.Version));
        model.Table<CallbackCall>("callback_calls").HasKey(c => c.CallId);
        model.Table<CallbackAttempt>("callback_attempts").HasKey(a => a.Id);
        model.Table<CallbackChange>("callback_changes").Property(c => c.Id).UseIdentityAlwaysColumn();
        model.Entity<CallbackCall>().HasOne<Callback>().WithMany().HasForeignKey(c => c.CallbackId);
        model.Entity<CallbackAttempt>().HasOne<Callback>().WithMany().HasForeignKey(a => a.CallbackId);
        model.Entity<CallbackChange>().HasOne<Callback>().WithMany().HasForeignKey(c => c.CallbackId);
        model.Table<Talk>("talks").HasKey(t => new { t.Organisation, t.Phone });
    }

    public static void Messages(ModelBuilder model)
    {
        var message = model.Table<VoiceMessage>("messages");
        message.HasKey(m => m.Id);
        message.Property(m => m.WakeAt).HasColumnName("wake_at");
        RowVersion(message.Property(m => m.Version));
    }

    public static void Outages(ModelBuilder model)
    {
        model.Table<Outage>("outages").HasKey(o => o.Id);
        model.Entity<Outage>().Ignore(o => o.Utilities);
        model.Table<OutageParts.House>("outage_houses").HasKey(h => new { h.OutageId, h.HouseId });
        model.Table<OutageParts.Deadline>("outage_deadlines").HasKey(d => new { d.OutageId, d.Service });
        model.Table<OutageParts.Change>("outage_changes").Property(c => c.Id).UseIdentityAlwaysColumn();
        model.Entity<OutageParts.House>().HasOne<Outage>().WithMany().HasForeignKey(h => h.OutageId);
        model.Entity<OutageParts.Deadline>().HasOne<Outage>().WithMany().HasForeignKey(d => d.OutageId);
        model.Entity<OutageParts.Change>().HasOne<Outage>().WithMany().HasForeignKey(c => c.OutageId);
    }

    public static void Letters(ModelBuilder model)
    {
        model.Table<Letter>("letters").HasKey(l => l.Id);
        model.Table<LetterRecipient>("letter_recipients").HasKey(r => new { r.LetterId, r.Address });
        model.Entity<LetterRecipient>().HasOne<Letter>().WithMany().HasForeignKey(r => r.LetterId);
    }

    public static void Outbox(ModelBuilder model)
    {
        var fact = model.Table<OutboxFact>("outbox");
        fact.Property(f => f.Id).UseIdentityAlwaysColumn();
        fact.Property(f => f.Payload).HasColumnType("jsonb");
    }

    private static void RowVersion(PropertyBuilder<uint> version) =>
        version.HasColumnName("xmin").HasColumnType("xid").IsRowVersion();
}
