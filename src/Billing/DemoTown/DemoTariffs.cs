using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// Prices and norms of the demo town, and the finished months as charged ones: their charges stand in the ledger, so
/// that a run of them would charge twice.
/// </summary>
internal static class DemoTariffs
{
    public static async Task SetAsync(BillingDb db, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.tariffs (id, organisation, service, price, unit, charged_by, valid_from, valid_to,
                basis, recorded_at, recorded_by)
            select md5(organisation || service || valid_from)::uuid, organisation, service, price, unit, charged_by,
                valid_from, valid_to, basis, now(), 'demo'
            from (values
                ('privolsk', 'coldWater', 28.43, 'm3', 'meter', date '2025-07-01', date '2026-07-01'),
                ('privolsk', 'coldWater', 30.85, 'm3', 'meter', date '2026-07-01', null),
                ('privolsk', 'hotWater', 151.20, 'm3', 'meter', date '2025-07-01', date '2026-07-01'),
                ('privolsk', 'hotWater', 164.05, 'm3', 'meter', date '2026-07-01', null),
                ('privolsk', 'sewerage', 24.16, 'm3', 'water', date '2025-07-01', null),
                ('privolsk', 'maintenance', 27.50, 'm2', 'area', date '2025-07-01', null),
                ('khmelnytske', 'coldWater', 27.12, 'm3', 'meter', date '2025-07-01', null),
                ('khmelnytske', 'sewerage', 21.48, 'm3', 'water', date '2025-07-01', null),
                ('khmelnytske', 'heating', 18.36, 'm2', 'area', date '2025-07-01', null),
                ('khmelnytske', 'maintenance', 6.94, 'm2', 'area', date '2025-07-01', null)
            ) as t(organisation, service, price, unit, charged_by, valid_from, valid_to),
            lateral (values (case organisation
                when 'khmelnytske' then 'Демонстраційна ціна; справжню встановлює регулятор'
                else 'Демонстрационная цена; настоящую устанавливает регулятор' end)) as b(basis)
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.norms (id, organisation, service, per, value, unit, valid_from, basis)
            select md5(o.organisation || r.code)::uuid, o.organisation, substr(r.code, 6), 'person', r.value,
                case r.code when 'norm.electricity' then 'kWh' else 'm3' end, date '2019-03-01', r.source
            from billing.organisations o
            join billing.legal_rules r on r.jurisdiction = o.jurisdiction and r.code like 'norm.%'
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.months (organisation, month, status, effective_on, accounts, charges, amount_minor,
                finished_at)
            select p.organisation, date_trunc('month', p.effective_on)::date, 'charged', max(p.effective_on),
                count(distinct e.account_id), count(*), sum(e.amount_minor), max(p.posted_at)
            from billing.postings p join billing.entries e on e.posting_id = p.id and e.book = 'resident'
            where p.kind = 'charge'
            group by p.organisation, date_trunc('month', p.effective_on)
            """, cancel);
    }
}
