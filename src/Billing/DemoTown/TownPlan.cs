using System.Globalization;

namespace Zhkh.Billing;

/// <summary>Lays out houses and flats of one organisation and settles people in them.</summary>
internal sealed class TownPlan(
    TownRows rows, Organisation organisation, DemoNames names, Dice dice, DateOnly today, DemoTownOptions options)
{
    private const int Entrances = 4;
    private const int Floors = 6;
    private const int FlatsOnFloor = 3;
    private const int FlatsInEntrance = Floors * FlatsOnFloor;
    private static readonly DateOnly Settled = new(2019, 3, 1);

    private readonly HouseholdHistory _history = new(rows, organisation, dice, today, options);
    private int _generated;

    public void Lay(int houses, IReadOnlyList<FixedResident> residents, int firstNumber, string phonePrefix)
    {
        var places = residents.Select(r => (r.Street, Number: r.House)).Distinct().ToList();
        for (var i = 0; places.Count < houses; i++)
        {
            var street = names.Streets[i % names.Streets.Count];
            var place = (street, (2 + (2 * (i / names.Streets.Count))).ToString(CultureInfo.InvariantCulture));
            if (!places.Contains(place))
            {
                places.Add(place);
            }
        }

        foreach (var (street, number) in places)
        {
            var house = new House
            {
                Id = dice.Guid(),
                Organisation = organisation.Code,
                City = names.City,
                Street = street,
                Number = number,
                Floors = Floors,
            };
            rows.Houses.Add(house);
            for (var flat = 1; flat <= Entrances * FlatsInEntrance; flat++)
            {
                var known = residents.FirstOrDefault(r => (r.Street, r.House, r.Flat) == (street, number, flat));
                Settle(house, flat, known, firstNumber, phonePrefix);
            }
        }
    }

    private void Settle(House house, int flat, FixedResident? known, int firstNumber, string phonePrefix)
    {
        var inEntrance = (flat - 1) % FlatsInEntrance;
        var premise = new Premise
        {
            Id = dice.Guid(),
            Organisation = organisation.Code,
            HouseId = house.Id,
            Flat = flat.ToString(CultureInfo.InvariantCulture),
            Entrance = ((flat - 1) / FlatsInEntrance) + 1,
            Floor = (inEntrance / FlatsOnFloor) + 1,
            Area = dice.Between(310, 780) / 10m,
            Registered = known is null ? dice.Between(1, 4) : 2,
        };
        rows.Premises.Add(premise);
        var person = known is null ? Anybody() : Named(known);
        rows.Occupancies.Add(new Occupancy
        {
            PremiseId = premise.Id,
            PersonId = person.Id,
            Organisation = organisation.Code,
            Kind = known is not null || dice.Below(10) > 0 ? OccupancyKind.Owner : OccupancyKind.Tenant,
            Since = Settled,
        });
        var index = known is null ? _generated++ : 0;
        var account = new Account
        {
            Id = dice.Guid(),
            Organisation = organisation.Code,
            Number = known?.Account ?? (firstNumber + index).ToString(CultureInfo.InvariantCulture),
            PremiseId = premise.Id,
            OpenedOn = Settled,
        };
        rows.Accounts.Add(account);
        rows.Words.AddRange(AccountWords.Of(account, house, premise, [person]));
        AddPhone(account, person, known?.Phone ?? phonePrefix + index.ToString("D6", CultureInfo.InvariantCulture));
        _history.Add(account, premise, known);
    }

    private void AddPhone(Account account, Person person, string phone) => rows.Phones.Add(new PersonPhone
    {
        AccountId = account.Id,
        Phone = phone,
        Organisation = organisation.Code,
        PersonId = person.Id,
        Source = PhoneSource.Contract,
        Since = new DateTimeOffset(Settled, new TimeOnly(9, 0), TimeSpan.Zero),
    });

    private Person Anybody()
    {
        var woman = dice.Below(2) == 0;
        var (name, patronymic) = dice.One(woman ? names.Women : names.Men);
        return Born(dice.One(woman ? names.SurnamesFemale : names.Surnames), name, patronymic);
    }

    private Person Named(FixedResident known)
    {
        // The owner of two flats is one person.
        var same = rows.People.Find(p => p.Surname == known.Surname && p.GivenName == known.GivenName
            && p.Patronymic == known.Patronymic && p.Organisation == organisation.Code);
        return same ?? Born(known.Surname, known.GivenName, known.Patronymic);
    }

    private Person Born(string surname, string name, string patronymic)
    {
        var person = new Person
        {
            Id = dice.Guid(),
            Organisation = organisation.Code,
            Surname = surname,
            GivenName = name,
            Patronymic = patronymic,
        };
        rows.People.Add(person);
        return person;
    }
}
