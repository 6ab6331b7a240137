namespace Zhkh.Web.Access;

/// <summary>What a person is employed for; web.operators.role in lower case.</summary>
internal enum Role
{
    Dispatcher,
    Supervisor,
    Clerk,
    Billing,
    Admin,
    Crew,
}
