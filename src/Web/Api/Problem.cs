namespace Zhkh.Web.Api;

/// <summary>Everything the API refuses; each has a status here and a title and a sentence in Texts/*.json.</summary>
internal enum Problem
{
    BadRequest,
    BadCursor,
    BadPhone,
    BadAmount,
    FutureDay,
    NotSignedIn,
    WrongPassword,
    NotAllowed,
    Forged,
    ForeignOrigin,
    NotFound,
    Conflict,
    TakenBy,
    KeyReused,
    NoExtension,
    PhoneNotReady,
    PhoneInCall,
    NumberWithheld,
    NumberNotAllowed,
    DialLimit,
    NoLine,
    BadCampaign,
    NobodyToCall,
    CampaignRefused,
    TooMany,
    Invalid,
    Unavailable,
    Broken,
}
