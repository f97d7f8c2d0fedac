using System.Buffers.Binary;
using System.Text;

namespace NetPath.Core.Netlink;

/// <summary>Writes messages for a netlink socket, several in a row where the kernel wants a batch.</summary>
internal sealed class NetlinkRequest
{
    private readonly List<byte> _bytes = [];
    private int _message;

    /// <summary>All messages as the socket sends them.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Begins a netfilter message.</summary>
    /// <param name="type">Subsystem and message; see <see cref="NLMSG.NetfilterType"/>.</param>
    /// <param name="flags">NLM_F_ bits; NLM_F_REQUEST is added.</param>
    /// <param name="sequence">The number that the answer carries.</param>
    /// <param name="family">Address family.</param>
    /// <param name="resource">The res_id of nfgenmsg: the log group, or in a batch the subsystem.</param>
    public NetlinkRequest Message(ushort type, ushort flags, uint sequence, byte family, ushort resource = 0)
    {
        _message = _bytes.Count;
        Native(0u);
        Native(type);
        Native((ushort)(flags | NLMSG.NLM_F_REQUEST));
        Native(sequence);
        Native(0u);
        _bytes.Add(family);
        _bytes.Add(0);
        Network(resource);
        SetMessageLength();
        return this;
    }

    /// <summary>Adds an attribute with a number in network byte order.</summary>
    public NetlinkRequest Add(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Add(type, bytes);
    }

    /// <summary>Adds an attribute with text and its closing zero.</summary>
    public NetlinkRequest Add(ushort type, string text) => Add(type, [.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>Adds an attribute with these bytes.</summary>
    public NetlinkRequest Add(ushort type, ReadOnlySpan<byte> value)
    {
        Native((ushort)(value.Length + 4));
        Native(type);
        _bytes.AddRange(value);
        Align();
        SetMessageLength();
        return this;
    }

    /// <summary>Adds an attribute that holds attributes.</summary>
    public NetlinkRequest Nest(ushort type, Action<NetlinkRequest> content)
    {
        int start = _bytes.Count;
        Native((ushort)0);
        Native((ushort)(type | NLMSG.NLA_F_NESTED));
        content(this);
        Set(start, (ushort)(_bytes.Count - start));
        SetMessageLength();
        return this;
    }

    private void Align()
    {
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }
    }

    private void SetMessageLength()
    {
        byte[] length = BitConverter.GetBytes((uint)(_bytes.Count - _message));
        for (int i = 0; i < length.Length; i++)
        {
            _bytes[_message + i] = length[i];
        }
    }

    private void Set(int position, ushort value)
    {
        byte[] bytes = BitConverter.GetBytes(value);
        (_bytes[position], _bytes[position + 1]) = (bytes[0], bytes[1]);
    }

    private void Native(uint value) => _bytes.AddRange(BitConverter.GetBytes(value));

    private void Native(ushort value) => _bytes.AddRange(BitConverter.GetBytes(value));

    private void Network(ushort value)
    {
        _bytes.Add((byte)(value >> 8));
        _bytes.Add((byte)value);
    }
}
