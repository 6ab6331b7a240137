namespace Zhkh.Web.Cli;

/// <summary>A command cannot work here; the message says why, for the person who typed it.</summary>
internal sealed class InstallationException(string message) : Exception(message);
