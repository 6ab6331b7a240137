namespace Zhkh.Billing;

/// <summary>One line under the search box.</summary>
/// <param name="Person">Surname, given name, patronymic of the owner or the first who lives there.</param>
public sealed record AccountFound(
    string Number, string Organisation, string City, string Street, string House, string Flat, string? Person)
{
    /// <summary>«Гагарина, 14, кв. 30».</summary>
    public string Address => AddressText.Of(Street, House, Flat);
}
