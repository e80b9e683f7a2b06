// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>A client of either dialect, in the words that all of them understand.</summary>
public interface ITestClient : IAsyncDisposable
{
    /// <summary>The id that REST calls leave out and signatures are made over.</summary>
    Task<string> GetSocketIdAsync();

    /// <summary>Joins a channel with a good signature where one is needed.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="user">Whom the signature names as the member of a presence channel.</param>
    Task<Subscription> SubscribeAsync(string channel, TestUser? user = null);

    /// <summary>Tries to join with a signature that is wrong.</summary>
    /// <exception cref="Driver.ClientException">The refusal, in the client's own words.</exception>
    Task SubscribeWithForgedSignatureAsync(string channel, TestUser? user = null);

    Task UnsubscribeAsync(string channel);

    /// <summary>Sends a client event.</summary>
    Task TriggerAsync(string channel, string name, object data);

    /// <summary>Sends <c>{"number":0}</c>, <c>{"number":1}</c> ... without waiting in between.</summary>
    Task TriggerManyAsync(string channel, string name, int count);

    /// <summary>Proves to be a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="watchlist">The users it wants to hear of.</param>
    Task SignInAsync(TestUser user, params string[] watchlist);

    /// <summary>The next event that the client got on a channel, whatever it is.</summary>
    Task<ReceivedEvent> NextAsync(string channel);

    /// <summary>Asserts that no further event is there.</summary>
    void AssertNothingOn(string channel);

    /// <summary>Ends the connection from the client's side.</summary>
    Task DisconnectAsync();

    /// <summary>Done when the client is connected again after a loss and back on all its channels.</summary>
    Task WaitForReconnectionAsync();
}
