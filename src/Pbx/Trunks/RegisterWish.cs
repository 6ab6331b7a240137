using System.Globalization;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>One Contact of a REGISTER: a place to be reached at, or to be forgotten.</summary>
/// <param name="Contact">The URI as it stood; empty for <c>*</c>.</param>
/// <param name="Life">Zero to forget.</param>
internal sealed record RegisterWish(string Contact, TimeSpan Life)
{
    /// <summary>Contacts read from one request.</summary>
    public const int WishesMax = 2 * Registrar.ContactsMax;

    /// <summary><c>*</c>: forget every place.</summary>
    public bool IsAll => Contact.Length == 0;

    /// <summary>Reads all Contacts; returns the refusal when one of them cannot be granted, so that none is.</summary>
    public static RegisterAnswer? TryRead(SipRequest request, RegistrarOptions options, out List<RegisterWish> wishes)
    {
        wishes = [];
        var whole = ExpiresOf(request, options);
        foreach (var value in request.Headers.Values(HeaderName.Contact))
        {
            if (wishes.Count >= WishesMax || (wishes.Count > 0 && wishes[0].IsAll))
            {
                return RegisterAnswer.Refused(StatusCode.BadRequest);
            }

            if (value.Span.SequenceEqual("*"u8))
            {
                // §10.3 step 6: "*" stands alone and only with Expires: 0.
                if (whole != TimeSpan.Zero || wishes.Count > 0)
                {
                    return RegisterAnswer.Refused(StatusCode.BadRequest);
                }

                wishes.Add(new RegisterWish("", TimeSpan.Zero));
            }
            else if (TryRead(value, whole, options, out var wish) is { } refusal)
            {
                return refusal;
            }
            else
            {
                wishes.Add(wish);
            }
        }

        return null;
    }

    private static RegisterAnswer? TryRead(
        ReadOnlyMemory<byte> value, TimeSpan whole, RegistrarOptions options, out RegisterWish wish)
    {
        wish = new RegisterWish("", TimeSpan.Zero);
        if (!NameAddress.TryParse(value, out var contact) || !contact.Uri.IsSip)
        {
            return RegisterAnswer.Refused(StatusCode.BadRequest);
        }

        var life = contact.Parameters["expires"] is { } text ? Seconds(text, options.ExpiresMax) : whole;
        if (life > TimeSpan.Zero && life < options.ExpiresMin)
        {
            return new RegisterAnswer(StatusCode.IntervalTooBrief, [(HeaderName.MinExpires,
                ((int)options.ExpiresMin.TotalSeconds).ToString(CultureInfo.InvariantCulture))]);
        }

        wish = new RegisterWish(contact.Uri.ToString(), life < options.ExpiresMax ? life : options.ExpiresMax);
        return null;
    }

    private static TimeSpan ExpiresOf(SipRequest request, RegistrarOptions options) =>
        request.Headers[HeaderName.Expires] is { } text ? Seconds(text, options.ExpiresMax) : options.ExpiresMax;

    /// <summary>§20.19: a malformed value is treated as an hour.</summary>
    private static TimeSpan Seconds(string text, TimeSpan otherwise) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds) : otherwise;
}
