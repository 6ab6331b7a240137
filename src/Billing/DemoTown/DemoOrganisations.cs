using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The two organisations of the demo and the days when they take readings.</summary>
internal static class DemoOrganisations
{
    public static Organisation Privolsk { get; } = new()
    {
        Code = "privolsk",
        NameRu = "УК «Привольск»",
        NameUk = "УК «Привольськ»",
        Kind = OrganisationKind.Manager,
        Jurisdiction = "RU",
        Currency = "RUB",
        Language = "ru",
        TimeZone = "Europe/Volgograd",
    };

    public static Organisation Khmelnytske { get; } = new()
    {
        Code = "khmelnytske",
        NameRu = "УК «Хмельницкое»",
        NameUk = "УК «Хмельницьке»",
        Kind = OrganisationKind.Manager,
        Jurisdiction = "UA",
        Currency = "UAH",
        Language = "uk",
        TimeZone = "Europe/Kyiv",
    };

    public static Task OpenWindowsAsync(BillingDb db, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        insert into billing.reading_windows (organisation, first_day, last_day, valid_from, source)
        values ('privolsk', 15, 25, date '2019-01-01', 'demonstration: not later than the 25th, RU 354'),
            ('khmelnytske', 20, 28, date '2019-01-01', 'demonstration: set by the organisation')
        """, cancel);
}
