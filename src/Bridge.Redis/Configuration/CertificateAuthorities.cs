// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Redis.Configuration;

/// <summary>Reads the authorities that are trusted in place of the system's.</summary>
internal static class CertificateAuthorities
{
    /// <summary>Reads a file of certificates in PEM form.</summary>
    /// <exception cref="IOException">It can't be read, or has none.</exception>
    public static X509Certificate2Collection Read(string file)
    {
        X509Certificate2Collection authorities = [];
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException(e.Message, e);
        }

        return authorities.Count > 0 ? authorities : throw new IOException("There is no certificate in PEM form in it.");
    }
}
