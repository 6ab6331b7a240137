// One host for all classes that only ask it questions; a class that listens to events takes one of its own.
[assembly: AssemblyFixture(typeof(Zhkh.Web.Tests.TestHost))]
