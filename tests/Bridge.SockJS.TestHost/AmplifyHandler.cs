// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.TestHost;

/// <summary>Answers the number n with 2 to the power of n letters x.</summary>
public sealed class AmplifyHandler : MessageHandler
{
    private const int Largest = 19;

    protected override async Task OnMessageAsync(ConnectionContext connection, byte[] message)
    {
        int power = int.TryParse(message, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= Largest ? number : 1;
        byte[] answer = new byte[1 << power];
        answer.AsSpan().Fill((byte)'x');
        await connection.Transport.Output.WriteAsync(answer);
    }
}
